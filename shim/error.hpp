#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <type_traits>

namespace shim {

// Why a text is not a name, an address or rdata. Bad queries are answers, not errors.
enum class Errc {
    empty_label = 1,
    label_too_long,
    name_too_long,
    bad_escape,
    bad_address,
    bad_number,
    bad_caa_tag,
    string_too_long,
    missing_field,
    trailing_text,
    unsupported_type,
};

[[nodiscard]] boost::system::error_code make_error_code(Errc value);

template <typename T>
using Result = boost::system::result<T>;

}  // namespace shim

template <>
struct boost::system::is_error_code_enum<shim::Errc> : std::true_type {
};
