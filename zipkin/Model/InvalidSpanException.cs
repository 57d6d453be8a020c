namespace ZipkinMesh.Zipkin.Model;

/// <summary>Thrown when spans or ids can't be decoded. The message is returned to the sender.</summary>
internal sealed class InvalidSpanException(string message) : Exception(message);
