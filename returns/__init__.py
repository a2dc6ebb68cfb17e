"""What may come back and what happens then: policy, requests, labels, refunds, claims."""
