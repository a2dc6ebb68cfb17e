"""When a parcel will arrive: history, features, fit, calibrate, predict, serve."""
