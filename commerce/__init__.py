"""What everything else talks about: merchants, people, orders, money; the database; the outbox."""
