using ZipkinMesh.Proxy.Formatting.Operators;

namespace ZipkinMesh.Proxy.Formatting;

/// <summary>Represents a part of a format: literal text, or an operator.</summary>
/// <param name="Text">The text as UTF-8; empty for an operator.</param>
/// <param name="Operator">The operator; null for text.</param>
internal readonly record struct FormatSegment(byte[] Text, FormatOperator? Operator);
