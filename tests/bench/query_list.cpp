#include "tests/bench/query_list.hpp"

#include "tests/support/query_builder.hpp"

#include <fstream>
#include <stdexcept>

namespace bench {

shim::Bytes make_query(const std::string& name, const std::string& type)
{
    const auto qtype = shim::parse_type(type);
    if (!qtype) throw std::runtime_error("no such type: " + type);
    return test_support::QueryBuilder(name, *qtype).build();
}

std::vector<shim::Bytes> read_queries(const std::string& path)
{
    std::ifstream file(path);
    std::vector<shim::Bytes> queries;
    std::string name;
    std::string type;
    while (file >> name >> type) queries.push_back(make_query(name, type));
    if (queries.empty()) throw std::runtime_error("no queries in " + path);
    return queries;
}

}  // namespace bench
