"""The figures a manager watches and what they should reach. Reads the figures' documents; needs no library, so that every page may ask."""
