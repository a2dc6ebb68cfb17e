"""What happened, told to the merchant's own programs: endpoints, signed posts, replays."""
