"""How good predictions are: measures, curves, calibration and cross-validation, on lists alone."""
