"""Dutch formats where Django's own differ from what the portal shows and accepts."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j-n-Y"
DATETIME_FORMAT = "j F Y, H:i"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d-%m-%y"]
