"""What people see: HTML for notebooks."""
