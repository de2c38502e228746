"""Everything kept on disk: the practice file, its rows, migrations, search, backup, audit.

The only layer that imports SQLAlchemy and the database driver. It gives domain values and knows no use cases.
"""
