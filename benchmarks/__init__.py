"""What we promise about speed and accuracy, runnable: ratios within one run, medians over several rounds."""
