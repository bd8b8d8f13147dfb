// Executes the steps of the table with version 2 of the SDK for Go: a step a line in, its result a
// line out.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
	"github.com/aws/smithy-go"
)

type step struct {
	Operation   string
	Keep        bool
	Input       map[string]any
	Credentials map[string]string
}

type failure struct {
	Type    string `json:"type"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

type result struct {
	Output any      `json:"output,omitempty"`
	Error  *failure `json:"error,omitempty"`
}

func connect(ctx context.Context, endpoint string) (*kinesis.Client, error) {
	// docs: go-v2
	configuration, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, err
	}
	client := kinesis.NewFromConfig(configuration, func(options *kinesis.Options) {
		options.BaseEndpoint = aws.String(endpoint)
	})
	// end
	return client, nil
}

func timesOf(members map[string]any) {
	if milliseconds, found := members["Timestamp"].(float64); found {
		members["Timestamp"] = time.UnixMilli(int64(milliseconds))
	}
	for _, member := range members {
		if structure, found := member.(map[string]any); found {
			timesOf(structure)
		}
	}
}

// fill decodes the table's JSON into the SDK's own input structure: encoding/json does all of it
// but the times, which are milliseconds in the table.
func fill(input any, members map[string]any) error {
	timesOf(members)
	encoded, err := json.Marshal(members)
	if err != nil {
		return err
	}
	return json.Unmarshal(encoded, input)
}

// plain is the SDK's output as JSON values, times in milliseconds.
func plain(value reflect.Value) any {
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		if value.IsNil() {
			return nil
		}
		return plain(value.Elem())
	case reflect.Slice:
		if value.IsNil() || value.Type().Elem().Kind() == reflect.Uint8 {
			return value.Interface()
		}
		elements := []any{}
		for index := range value.Len() {
			elements = append(elements, plain(value.Index(index)))
		}
		return elements
	case reflect.Struct:
		if moment, isTime := value.Interface().(time.Time); isTime {
			return moment.UnixMilli()
		}
		members := map[string]any{}
		for index := range value.NumField() {
			field := value.Type().Field(index)
			if field.IsExported() && field.Name != "ResultMetadata" {
				members[field.Name] = plain(value.Field(index))
			}
		}
		return members
	case reflect.String:
		// Texts are pointers, but an enumeration that was not sent is empty.
		if value.Len() == 0 && value.Type() != reflect.TypeFor[string]() {
			return nil
		}
		return value.Interface()
	default:
		return value.Interface()
	}
}

func describe(err error) *failure {
	var told smithy.APIError
	if !errors.As(err, &told) {
		return &failure{Type: "none", Message: err.Error()}
	}
	return &failure{reflect.TypeOf(told).Elem().Name(), told.ErrorCode(), told.ErrorMessage()}
}

// joined is a subscription up to its end: all records, and else what the last event says.
func joined(output *kinesis.SubscribeToShardOutput) (*types.SubscribeToShardEvent, error) {
	stream := output.GetStream()
	defer stream.Close()
	var last types.SubscribeToShardEvent
	for event := range stream.Events() {
		if told, found := event.(*types.SubscribeToShardEventStreamMemberSubscribeToShardEvent); found {
			records := append(last.Records, told.Value.Records...)
			last = told.Value
			last.Records = records
		}
	}
	return &last, stream.Err()
}

// kept are subscriptions that later steps join, the oldest first.
var kept []*kinesis.SubscribeToShardOutput

func join(subscription *kinesis.SubscribeToShardOutput) result {
	whole, err := joined(subscription)
	if err != nil {
		return result{Error: describe(err)}
	}
	return result{Output: plain(reflect.ValueOf(whole))}
}

func execute(ctx context.Context, client *kinesis.Client, step step) result {
	if step.Operation == "join" {
		oldest := kept[0]
		kept = kept[1:]
		return join(oldest)
	}
	method := reflect.ValueOf(client).MethodByName(step.Operation)
	input := reflect.New(method.Type().In(1).Elem())
	if err := fill(input.Interface(), step.Input); err != nil {
		return result{Error: &failure{Type: "none", Message: err.Error()}}
	}
	answers := method.Call([]reflect.Value{reflect.ValueOf(ctx), input})
	if err, failed := answers[1].Interface().(error); failed {
		return result{Error: describe(err)}
	}
	if subscription, found := answers[0].Interface().(*kinesis.SubscribeToShardOutput); found {
		if step.Keep {
			kept = append(kept, subscription)
			return result{Output: struct{}{}}
		}
		return join(subscription)
	}
	return result{Output: plain(answers[0])}
}

func run(ctx context.Context, endpoint string) error {
	client, err := connect(ctx, endpoint)
	if err != nil {
		return err
	}
	lines := json.NewDecoder(bufio.NewReader(os.Stdin))
	results := json.NewEncoder(os.Stdout)
	for lines.More() {
		var step step
		if err := lines.Decode(&step); err != nil {
			return err
		}
		for name, value := range step.Credentials {
			os.Setenv(name, value)
		}
		if step.Credentials != nil {
			if client, err = connect(ctx, endpoint); err != nil {
				return err
			}
		}
		if err := results.Encode(execute(ctx, client, step)); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if err := run(context.Background(), os.Getenv("ENDPOINT")); err != nil {
		println(err.Error())
		os.Exit(1)
	}
}
