"""What a reporter's browser asks: JSON only, no cookies, each request signed with her receipt.

These routes are answered by `hoeder.web.middleware.WithoutCookies`, before any session exists.
"""
