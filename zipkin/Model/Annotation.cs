namespace ZipkinMesh.Zipkin.Model;

/// <summary>An event with its time in microseconds since 1970: <c>{"timestamp":1472470996199000,"value":"retry"}</c>.</summary>
internal readonly record struct Annotation(long Timestamp, string Value);
