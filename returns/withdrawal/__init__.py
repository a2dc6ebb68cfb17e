"""The right of withdrawal: Directive 2011/83/EU, Articles 9 to 16, with the function of Directive (EU) 2023/2673."""
