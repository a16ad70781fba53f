"""Behind the Report and Compare pages: what can be shown, printed and saved."""
