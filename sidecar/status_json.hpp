#pragma once

#include "sidecar/status_view.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string>

namespace sidecar {

// What /status, /queries and /config say. Every text in them is printable; what there is none of
// is null. docs/status-http.md tells what each key means.
[[nodiscard]] boost::json::object status_json(const StatusView& view, Moment now);
[[nodiscard]] boost::json::array
queries_json(const StatusView& view, std::size_t limit, Moment now);
[[nodiscard]] boost::json::object config_json(const StatusView& view);

// Laid out for people: a value that takes more than `width` columns, and the outermost one in any
// case, is broken up into one member a line. Ends with a line feed.
[[nodiscard]] std::string pretty(const boost::json::value& value, std::size_t width);

}  // namespace sidecar
