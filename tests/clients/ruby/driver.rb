# Executes the steps of the table with version 1 of the SDK for Ruby, which Debian carries: a step a
# line in, its result a line out.
require "aws-sdk-v1"
require "base64"
require "json"

$endpoint = URI(ENV.fetch("ENDPOINT"))

def connect
  endpoint = $endpoint
  # docs: ruby
  kinesis = AWS::Kinesis::Client.new(
    kinesis_endpoint: endpoint.host, kinesis_port: endpoint.port,
    use_ssl: endpoint.scheme == "https", ssl_ca_file: ENV["SSL_CERT_FILE"])
  # end
  kinesis
end

def snake_case(name)
  name.gsub(/(?<=[a-z])(?=[A-Z])/, "_").downcase.to_sym
end

def pascal_case(name)
  name.to_s.split("_").map(&:capitalize).join.sub(/Arn$/, "ARN")
end

def to_sdk(value, name = nil)
  return value if name == "Tags"

  case value
  when Hash then value.to_h { |key, member| [snake_case(key), to_sdk(member, key)] }
  when Array then value.map { |element| to_sdk(element, name) }
  when Numeric then name == "Timestamp" ? Time.at(value / 1000.0) : value
  else name == "Data" ? Base64.decode64(value) : value
  end
end

def from_sdk(value, name = nil)
  case value
  when Hash then value.to_h { |key, member| [pascal_case(key), from_sdk(member, key)] }
  when Array then value.map { |element| from_sdk(element, name) }
  when Time then (value.to_r * 1000).round
  else name == :data ? Base64.strict_encode64(value) : value
  end
end

def execute(kinesis, step)
  method = snake_case(step["operation"])
  return { unsupported: true } unless kinesis.respond_to?(method)

  { output: from_sdk(kinesis.public_send(method, to_sdk(step["input"])).data) }
rescue AWS::Errors::Base => error
  { error: { type: error.class.name.split("::").last, code: error.code, message: error.message } }
end

kinesis = connect
$stdin.each_line do |line|
  step = JSON.parse(line)
  if step["credentials"]
    ENV.update(step["credentials"])
    kinesis = connect
  end
  puts JSON.generate(execute(kinesis, step))
  $stdout.flush
end
