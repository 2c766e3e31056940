"""The face models: a JPEG goes in, measurements come out; nothing here decides anything."""
