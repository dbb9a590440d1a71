"""The knowledge base: joining, rules, filters, catalogs, interactions, snapshot."""
