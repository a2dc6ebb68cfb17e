"""Doors for other systems' messages: verified, stored, answered; understood later by a job."""
