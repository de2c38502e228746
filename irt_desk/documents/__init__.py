"""Documents: facts become blocks, blocks become one PDF; nothing decrypted is written by this layer.

The only layer that imports ReportLab, pikepdf and pypdfium2. It knows no storage, no service and no window;
every text a person typed goes through :func:`irt_desk.documents.cleaning.clean`.
"""
