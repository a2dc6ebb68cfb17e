"""Everything said over HTTP or typed at a prompt: pages, console, JSON API, webhooks, command line."""
