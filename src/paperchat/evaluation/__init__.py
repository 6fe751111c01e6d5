"""Measuring the product on data: retrieval in the BEIR layout, answers on question sets."""
