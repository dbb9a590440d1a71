"""The site of the knowledge base: pages made by templates from the records and their summary."""
