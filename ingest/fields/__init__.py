"""What a document says about itself: title, issuer, number, dates, kind."""
