using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Bench.Micro;

/// <summary>Measures reading and writing the headers of a request.</summary>
public class HeaderBenchmarks
{
    private const string TraceId = "463ac35c9f6413ad";
    private const string SpanId = "a2fb4a1d1a96d312";
    private const string Id = "5951ce0d-8b58-46bf-b4a7-e8d8336907e3";

    private readonly HeaderDictionary _request = new()
    {
        ["host"] = "mesh.test",
        ["user-agent"] = "curl/7.68.0",
        ["accept"] = "*/*",
        ["accept-encoding"] = "gzip, br",
        ["accept-language"] = "en",
        ["cache-control"] = "no-cache",
        ["x-request-id"] = Id,
        ["x-b3-traceid"] = TraceId,
        ["x-b3-spanid"] = SpanId,
        ["x-b3-sampled"] = "1",
    };

    private readonly TraceSampler _decision = new(new SamplingPercentages(new TracingOptions()));
    private readonly TracingSettings _settings = TracingSettingsFactory.Create("Tracing", new TracingOptions());
    private readonly SpanIdentity _context = new(TraceId, SpanId, null, true, false);
    private readonly B3Propagator _propagator = new();
    private string _id = "";
    private RequestHeaders _many = null!;
    private RequestHeaders _single = null!;
    private RequestHeaders _none = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _many = new RequestHeaders().Read(_request);
        _single = new RequestHeaders().Read(new HeaderDictionary { ["b3"] = $"{TraceId}-{SpanId}-1" });
        _none = new RequestHeaders().Read(new HeaderDictionary());
    }

    [Benchmark(Description = "read the headers of a request (10)")]
    public object ReadHeaders() => _none.Read(_request);

    [Benchmark(Description = "extract B3 from many headers")]
    public object ExtractMany() => _propagator.Extract(_many).Outcome;

    [Benchmark(Description = "extract B3 from one header")]
    public object ExtractSingle() => _propagator.Extract(_single).Outcome;

    [Benchmark(Description = "inject B3 into many headers")]
    public void InjectMany() => _propagator.Inject(_context, _many);

    [Benchmark(Description = "inject B3 into one header")]
    public void InjectSingle() => _propagator.Inject(_context, _single);

    [Benchmark(Description = "make a span id")]
    public string NextId() => _id = B3Id.Next();

    [Benchmark(Description = "make a request id")]
    public string CreateRequestId()
    {
        _none[HeaderField.RequestId] = default;
        return RequestId.Ensure(_none);
    }

    [Benchmark(Description = "decide on a trace, by its id")]
    public bool Decide() => _decision.Decide(_many, _settings, isUndecided: true, out _);
}
