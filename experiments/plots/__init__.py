"""The figures of any results folder."""
