#pragma once

#include "shim/types.hpp"

#include <string>

namespace test_support {

// A message as dig shows it, for golden files:
//
//     NOERROR id=4660 qr aa rd ra
//     question: wWw.example.com IN A
//     answer: www.example.com 5 IN A 192.0.2.1
//     opt: version=0 size=1232 do
//     option: 15 "0 text"
//
// The question keeps its spelling, owner names are in lower case. Octets that can not be read end
// the text with a line `garbled at offset N`, octets after the last record with `N octets left`.
[[nodiscard]] std::string message_text(shim::BytesView message);

// The same in one line without ID, flags QR, RD and RA, question and class IN, for tables of tests:
//
//     NOERROR aa; answer: www.example.com 5 A 192.0.2.1; opt: version=0 size=1232
//
// A question that is not there is told as `no question`.
[[nodiscard]] std::string summary(shim::BytesView message);

}  // namespace test_support
