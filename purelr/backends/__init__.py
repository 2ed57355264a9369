"""Backends: the arrays under the mathematics. base.py is the contract, registry.py says which one is used."""
