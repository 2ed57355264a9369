"""Inference: what a fit without a penalty says of its coefficients, and how sure that is."""
