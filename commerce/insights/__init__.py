"""Figures of how a shop is doing, kept up to date as facts change and read without looking at the past again.

The unit is an order: everything that is counted hangs by one. The database notes which order a change touched
(triggers of the migration that made these tables), in the transaction of the change. A job works out anew what
those orders add, takes away what they added before and adds the rest. What an order added is kept, so a fact
that is corrected years later corrects its week, and an order that is deleted leaves the figures as they are.
"""
