using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ZipkinMesh.Hosting.Http;

namespace ZipkinMesh.Proxy.Http;

/// <summary>
/// Holds the headers of a request while it is forwarded: those that the proxy reads or writes, by <see cref="HeaderField"/>, and the
/// others as the client sent them. Headers that aren't forwarded are left out.
/// </summary>
/// <remarks>
/// All headers are read in one pass, into an object that is reused by later requests. Kestrel has no fast access to the tracing
/// headers: looking up and setting each of them there took 3 of a traced request's 50 µs.
/// </remarks>
internal sealed class RequestHeaders
{
    private const int NotForwarded = -1;
    private const int TransferCodings = -2;
    private const int OnlyFromInternal = -3;
    private const int ClientCertificate = -4;
    private const int ProxyConnection = -5;

    // By HeaderField.
    private static readonly string[] Names =
    [
        EnvoyHeaders.RequestId,
        EnvoyHeaders.ClientTraceId,
        EnvoyHeaders.ForwardedProto,
        B3Headers.Single,
        B3Headers.TraceId,
        B3Headers.SpanId,
        B3Headers.ParentSpanId,
        B3Headers.Sampled,
        W3CHeaders.TraceParent,
        EnvoyHeaders.DecoratorOperation,
        EnvoyHeaders.DownstreamServiceCluster,
        EnvoyHeaders.OriginalPath,
    ];

    // The field of a header, or what else happens to it. Headers that aren't listed are forwarded.
    private static readonly FrozenDictionary<string, int> Rules =
        HopByHop.OfRequests.Concat(EnvoyHeaders.NotFromClients).Select(name => KeyValuePair.Create(name, NotForwarded))
            .Concat(Names.Select((name, field) => KeyValuePair.Create(name, field)))
            .Concat(EnvoyHeaders.OnlyFromInternal.Select(name => KeyValuePair.Create(name, OnlyFromInternal)))
            .Append(KeyValuePair.Create(HeaderNames.TE, TransferCodings))
            .Append(KeyValuePair.Create(EnvoyHeaders.ForwardedClientCert, ClientCertificate))
            .Append(KeyValuePair.Create(HeaderNames.ProxyConnection, ProxyConnection))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly List<ForwardedHeader> _forwarded = [];
    private Values _values;

    /// <summary>
    /// Gets a value indicating that the headers are well-formed and that Connection names none that it must not. Other headers can't be
    /// forwarded, and are read in part only.
    /// </summary>
    public bool AreValid { get; private set; }

    /// <summary>Gets a value indicating that an internal client asks for its request to be traced.</summary>
    public bool ForceTrace { get; private set; }

    /// <summary>Gets a value indicating that Proxy-Connection contains <c>close</c>.</summary>
    public bool ClosesConnection { get; private set; }

    /// <summary>Gets <c>x-forwarded-client-cert</c> as received, which isn't forwarded unless it is set again.</summary>
    public StringValues ReceivedClientCert { get; private set; }

    /// <summary>Replaces the content with the headers of a request.</summary>
    /// <param name="headers">The headers as the client sent them.</param>
    /// <param name="isInternal">True when the client is trusted with <see cref="EnvoyHeaders.OnlyFromInternal"/>.</param>
    public RequestHeaders Read(IHeaderDictionary headers, bool isInternal = false)
    {
        _forwarded.Clear();
        _values = default;
        ForceTrace = false;
        ClosesConnection = false;
        ReceivedClientCert = default;
        AreValid = NominatedHeaders.TryRead(headers.Connection, out var nominated);
        foreach (var (name, values) in headers)
        {
            var isKnown = Rules.TryGetValue(name, out var rule);
            if (!(isKnown || HeaderName.IsToken(name)) || HeaderValue.HasControlCharacters(values))
            {
                AreValid = false;
                break;
            }

            if (rule == TransferCodings)
            {
                ReadTransferCodings(name, values);
            }
            else if (nominated.Contains(name))
            {
                // Removed before anything reads it: a new value takes its place.
            }
            else if (!isKnown)
            {
                _forwarded.Add(new ForwardedHeader(name, values, null));
            }
            else if (rule >= 0)
            {
                _values[rule] = values;
                _forwarded.Add(new ForwardedHeader(name, default, rule));
            }
            else
            {
                ReadSpecial(rule, name, values, isInternal);
            }
        }

        return this;
    }

    /// <summary>Gets the values of a field; empty when the request doesn't have it.</summary>
    public ref StringValues this[HeaderField field] => ref _values[(int)field];

    /// <summary>Returns true when the request has the field.</summary>
    public bool Has(HeaderField field) => _values[(int)field].Count > 0;

    /// <summary>Gets the values of a field by the header's name.</summary>
    /// <returns>False when the header isn't one of the fields.</returns>
    public bool TryGetField(string name, out StringValues values)
    {
        var found = Rules.TryGetValue(name, out var rule) && rule >= 0;
        values = found ? _values[rule] : default;
        return found;
    }

    /// <summary>Returns the field that a header is; null for a header that isn't one.</summary>
    public static HeaderField? FieldOf(string name) => Rules.TryGetValue(name, out var rule) && rule >= 0 ? (HeaderField)rule : null;

    /// <summary>Returns the values of a forwarded header that isn't a field; empty when the request doesn't have it.</summary>
    public StringValues Find(string name)
    {
        foreach (var header in _forwarded)
        {
            if (header.Field is null && header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Values;
            }
        }

        return default;
    }

    /// <summary>Sets a header that isn't a field. Takes the place of the client's.</summary>
    public void Set(string name, string value)
    {
        Remove(name);
        _forwarded.Add(new ForwardedHeader(name, value, null));
    }

    /// <summary>Removes a header, whether it is a field or not.</summary>
    public void Remove(string name)
    {
        if (Rules.TryGetValue(name, out var rule) && rule >= 0)
        {
            _values[rule] = default;
        }
        else
        {
            _forwarded.RemoveAll(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Writes the headers to forward: first those of the client, in their order, then those that the proxy adds.</summary>
    public void CopyTo<T>(T target, Action<T, string, StringValues> write)
    {
        // The caller writes x-request-id first, before all others.
        var written = 1 << (int)HeaderField.RequestId;
        foreach (var (name, values, field) in _forwarded)
        {
            if (field is not { } index)
            {
                write(target, name, Join(name, values));
            }
            else if ((written & (1 << index)) == 0)
            {
                written |= 1 << index;
                Write(name, index, target, write);
            }
        }

        for (var index = 0; index < Names.Length; index++)
        {
            if ((written & (1 << index)) == 0)
            {
                Write(Names[index], index, target, write);
            }
        }
    }

    private void Write<T>(string name, int field, T target, Action<T, string, StringValues> write)
    {
        if (_values[field].Count > 0)
        {
            write(target, name, Join(name, _values[field]));
        }
    }

    // HttpClient would write "a, b", or "a b" for User-Agent. It joins cookies correctly.
    private static StringValues Join(string name, in StringValues values) =>
        values.Count < 2 || name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase)
            ? values
            : string.Join(',', values.AsEnumerable());

    // Other headers with a rule aren't forwarded.
    private void ReadSpecial(int rule, string name, in StringValues values, bool isInternal)
    {
        switch (rule)
        {
            case ClientCertificate:
                ReceivedClientCert = values;
                break;
            case ProxyConnection:
                ClosesConnection = values.Any(static value => HopByHop.IsNamed("close", value ?? ""));
                break;
            case OnlyFromInternal when isInternal:
                ForceTrace |= name.Equals(EnvoyHeaders.ForceTrace, StringComparison.OrdinalIgnoreCase);
                _forwarded.Add(new ForwardedHeader(name, values, null));
                break;
        }
    }

    // "trailers" is the one value of TE that concerns the whole path (RFC 9110, 10.1.4). It is forwarded even when Connection names TE
    // (observed on Envoy 1.40).
    private void ReadTransferCodings(string name, in StringValues values)
    {
        foreach (var value in values)
        {
            if (value is not null && HopByHop.IsNamed("trailers", value))
            {
                _forwarded.Add(new ForwardedHeader(name, "trailers", null));
                return;
            }
        }
    }

    private readonly record struct ForwardedHeader(string Name, StringValues Values, int? Field);

    [InlineArray((int)HeaderField.OriginalPath + 1)]
    private struct Values
    {
        private StringValues _first;
    }
}
