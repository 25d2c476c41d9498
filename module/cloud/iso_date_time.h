#ifndef REGISTRAR_MODULE_CLOUD_ISO_DATE_TIME_H_
#define REGISTRAR_MODULE_CLOUD_ISO_DATE_TIME_H_

#include <string_view>

namespace registrar {

// Whether `text` is a date and time as the vendor's schemas take it: YYYY-MM-DDTHH:MM[:SS[.s…]]Z,
// a day of the calendar, no other zone, no leap second.
bool IsIsoDateTime(std::string_view text);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_ISO_DATE_TIME_H_
