"""Settings: `base` holds what all environments share; each other module is one environment."""
