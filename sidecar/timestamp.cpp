#include "sidecar/timestamp.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace sidecar {
namespace {

using std::chrono::system_clock;

// A point in time taken apart, in UTC.
struct Civil {
    explicit Civil(system_clock::time_point time)
        : day(std::chrono::floor<std::chrono::days>(time)), date(day),
          clock(std::chrono::floor<std::chrono::milliseconds>(time - day))
    {
    }

    std::chrono::sys_days day;
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<std::chrono::milliseconds> clock;
};

template <typename Number>
std::string padded(Number number, std::size_t width)
{
    auto digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string time_of_day(const Civil& civil)
{
    return padded(civil.clock.hours().count(), 2) + ':' + padded(civil.clock.minutes().count(), 2) +
           ':' + padded(civil.clock.seconds().count(), 2);
}

}  // namespace

std::string rfc3339(system_clock::time_point time)
{
    const Civil civil(time);
    return padded(static_cast<int>(civil.date.year()), 4) + '-' +
           padded(static_cast<unsigned>(civil.date.month()), 2) + '-' +
           padded(static_cast<unsigned>(civil.date.day()), 2) + 'T' + time_of_day(civil) + '.' +
           padded(civil.clock.subseconds().count(), 3) + 'Z';
}

std::string http_date(system_clock::time_point time)
{
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const Civil civil(time);
    std::string out(days[std::chrono::weekday(civil.day).c_encoding()]);
    out += ", " + padded(static_cast<unsigned>(civil.date.day()), 2) + ' ';
    out += months[static_cast<unsigned>(civil.date.month()) - 1];
    return out + ' ' + padded(static_cast<int>(civil.date.year()), 4) + ' ' + time_of_day(civil) +
           " GMT";
}

}  // namespace sidecar
