"""Measuring the product on data: retrieval runs in the BEIR layout."""
