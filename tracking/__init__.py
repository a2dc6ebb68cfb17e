"""Parcels: carriers, shipments, scans, one status."""
