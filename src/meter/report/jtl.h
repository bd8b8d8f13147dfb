// Samples as JMeter writes them, a JTL file: CSV with its default columns, or XML.
//
// Sample times ("elapsed") and Latency count from the planned send, and timeStamp is that moment,
// so that JMeter's reports tell what users of the stream would have waited. Times are in whole
// milliseconds, as JMeter's are.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "meter/report/outputs.h"
#include "meter/results/sample.h"

namespace weir::meter {

// "GROUP 1-7": the group's name and number, and the thread's, as JMeter names its threads.
std::string thread_name(const Sample& sample, const SampleNames& names);

// The sampler's; "" if there is none of that number.
std::string_view label_name(const Sample& sample, const SampleNames& names);

// When it was to be sent.
WallTime planned_at(const Sample& sample);

// "200", the AWS error code, or "Non HTTP response" where no answer came.
std::string response_code(const Sample& sample);
// "OK", or what the service said.
std::string response_message(const Sample& sample);

// awsmeter's texts of a record: "Stream Name: …", "Partition Key: …", "Data Record: …".
std::string request_text(const Sample& sample);
// "Shard id: …", "Sequence Number: …", "Encryption Type: …".
std::string response_text(const Sample& sample);

std::string jtl_csv_head();
void append_jtl_csv(std::string& out, const Sample& sample, const SampleNames& names);

// Samples with details carry request and response, which JMeter shows in its results tree.
std::string jtl_xml_head();
void append_jtl_xml(std::string& out, const Sample& sample, const SampleNames& names);
std::string jtl_xml_foot();

// A field as JMeter quotes it.
std::string csv_field(std::string_view text);

}  // namespace weir::meter
