using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Writes one fact about a request: a command operator of Envoy with its parameters, which have been parsed.</summary>
internal abstract class FormatOperator
{
    /// <summary>Gets a value indicating that the fact is a number, which JSON writes without quotes.</summary>
    public virtual bool IsNumber => false;

    /// <summary>Appends the fact.</summary>
    /// <returns>False when the request doesn't have it; nothing has been appended then.</returns>
    public abstract bool TryAppend(StreamInfo stream, FormatBuffer output);
}
