using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Holds status and headers of a response. The object is reused by the next response of its connection.</summary>
internal sealed class ResponseHead
{
    private readonly List<(string Name, string Value)> _headers = [];

    public int Status { get; set; }

    /// <summary>Gets or sets the length that Content-Length announces; null without the header.</summary>
    public long? ContentLength { get; set; }

    /// <summary>Gets or sets a value indicating that the response has <c>Transfer-Encoding: chunked</c>.</summary>
    public bool IsChunked { get; set; }

    /// <summary>Gets or sets a value indicating that the connection can be used again after the response.</summary>
    public bool IsPersistent { get; set; }

    /// <summary>Gets the headers in the order received, without Content-Length and Transfer-Encoding.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers => _headers;

    public void Clear()
    {
        _headers.Clear();
        Status = 0;
        ContentLength = null;
        IsChunked = false;
        IsPersistent = false;
    }

    public void Add(string name, string value) => _headers.Add((name, value));

    /// <summary>Appends a continuation line to the last header.</summary>
    public void Continue(string value)
    {
        var (name, start) = _headers[^1];
        _headers[^1] = (name, $"{start} {value}");
    }

    /// <summary>Returns the framing of the body.</summary>
    public BodyFraming FramingFor(string method) =>
        method == "HEAD" || Status is < 200 or 204 or 205 or 304 ? BodyFraming.None
        : IsChunked ? BodyFraming.Chunked
        : ContentLength is { } length ? (length == 0 ? BodyFraming.None : BodyFraming.Length)
        : BodyFraming.UntilClose;

    /// <summary>Copies the headers that are forwarded. They replace those that the target has.</summary>
    public void CopyTo(IHeaderDictionary target)
    {
        for (var i = 0; i < _headers.Count; i++)
        {
            var (name, value) = _headers[i];
            if (!HopByHop.OfResponses.Contains(name))
            {
                target[name] = IsRepeated(name, i) ? StringValues.Concat(target[name], value) : value;
            }
        }

        if (ContentLength is { } length)
        {
            target.ContentLength = length;
        }
    }

    /// <summary>Copies all headers to a message, for transforms that read them there.</summary>
    public void CopyTo(HttpResponseMessage target)
    {
        foreach (var (name, value) in _headers)
        {
            if (!target.Headers.TryAddWithoutValidation(name, value))
            {
                target.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    // A response has few headers, and at most a hundred.
    private bool IsRepeated(string name, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (_headers[i].Name.Length == name.Length && _headers[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
