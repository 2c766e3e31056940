"""Before the day: exams, sites, slots, staff, people, the draw of seats and papers."""
