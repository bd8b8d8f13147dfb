// Between the table's JSON and the SDK's own request and response classes, by the description of its
// members that each of them carries.

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.utils.builder.Buildable;

final class Values {
  private Values() {}

  /** Sets every member that `input` names; one that the SDK does not know is a mistake. */
  static Object build(SdkPojo builder, Map<String, JsonNode> input) {
    Map<String, SdkField<?>> fields = new LinkedHashMap<>();
    builder.sdkFields().forEach(field -> fields.put(field.memberName(), field));
    input.forEach((name, value) -> fields.get(name).set(builder, toSdk(fields.get(name), value)));
    return ((Buildable) builder).build();
  }

  private static Object toSdk(SdkField<?> field, JsonNode value) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.INTEGER) {
      return Integer.valueOf(value.asNumber());
    } else if (type == MarshallingType.INSTANT) {
      return Instant.ofEpochMilli(Long.parseLong(value.asNumber()));
    } else if (type == MarshallingType.SDK_BYTES) {
      return SdkBytes.fromByteArray(Base64.getDecoder().decode(value.asString()));
    } else if (type == MarshallingType.BOOLEAN) {
      return value.asBoolean();
    } else if (type == MarshallingType.MAP) {
      SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
      Map<String, Object> members = new LinkedHashMap<>();
      value.asObject().forEach((name, member) -> members.put(name, toSdk(element, member)));
      return members;
    } else if (type == MarshallingType.LIST) {
      SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
      return value.asArray().stream().map(each -> toSdk(element, each)).toList();
    } else if (type == MarshallingType.SDK_POJO) {
      return build(field.constructor().get(), value.asObject());
    }
    return value.asString();
  }

  /** Maps, lists, text and numbers; what the service has not sent is left out. */
  static Object fromSdk(Object value) {
    if (value instanceof SdkPojo pojo) {
      Map<String, Object> members = new LinkedHashMap<>();
      for (SdkField<?> field : pojo.sdkFields()) {
        Object member = field.getValueOrDefault(pojo);
        boolean absent =
            member == null
                || member instanceof SdkAutoConstructList
                || member instanceof SdkAutoConstructMap;
        if (!absent) {
          members.put(field.memberName(), fromSdk(member));
        }
      }
      return members;
    } else if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(fromSdk(element)));
      return elements;
    } else if (value instanceof SdkBytes bytes) {
      return Base64.getEncoder().encodeToString(bytes.asByteArray());
    } else if (value instanceof Instant moment) {
      return moment.toEpochMilli();
    }
    return value;
  }
}
