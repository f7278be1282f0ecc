"""What is known of Chinese policy language: sentences, values, places, words."""
