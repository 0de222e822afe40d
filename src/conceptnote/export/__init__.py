"""What is made of an event and is no document: functions of its public view, one module a format."""
