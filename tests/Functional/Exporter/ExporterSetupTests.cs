using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using ZipkinMesh.Exporter;

namespace ZipkinMesh.Tests.Exporter;

/// <summary>Tests exporters beside others, and what they take from the provider that they belong to.</summary>
public sealed class ExporterSetupTests : IDisposable
{
    private readonly ActivitySource _source = new($"exporter {Guid.NewGuid()}");

    [Fact]
    public async Task Exporters_Two_HaveTheirOwnOptions()
    {
        await using var one = new FakeCollector();
        await using var other = new FakeCollector();
        using (Sdk.CreateTracerProviderBuilder().AddSource(_source.Name)
            .AddZipkinMeshExporter("one", options => options.Endpoint = new(one.Address))
            .AddZipkinMeshExporter("other", options => (options.Endpoint, options.UseShortTraceIds) = (new(other.Address), true))
            .Build())
        {
            _source.StartActivity("work")!.Dispose();
        }

        Assert.EndsWith((await other.TakeAsync()).TraceId, (await one.TakeAsync()).TraceId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resource_Empty_ServiceNameIsTheDefault()
    {
        await using var collector = new FakeCollector();
        using (Sdk.CreateTracerProviderBuilder().AddSource(_source.Name)
            .SetResourceBuilder(OpenTelemetry.Resources.ResourceBuilder.CreateEmpty())
            .AddZipkinMeshExporter(options => options.Endpoint = new(collector.Address))
            .Build())
        {
            _source.StartActivity("work")!.Dispose();
        }

        Assert.StartsWith("unknown_service", (await collector.TakeAsync()).LocalEndpoint.ServiceName, StringComparison.Ordinal);
    }

    public void Dispose() => _source.Dispose();
}
