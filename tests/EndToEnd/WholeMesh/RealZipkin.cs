using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Runs the Zipkin server (Java) with an empty store.</summary>
internal sealed class RealZipkin : IDisposable
{
    private readonly Child _java;

    private RealZipkin(Child java, string address)
    {
        _java = java;
        Address = address;
        Client = new ZipkinClient(address);
    }

    public string Address { get; }

    public ZipkinClient Client { get; }

    public static async Task<RealZipkin> StartAsync()
    {
        var jar = Reference.ZipkinJar();
        var port = Scratch.FreePorts(1)[0];
        var zipkin = new RealZipkin(
            new Child("java", ["-Xmx256m", "-jar", jar], new() { ["QUERY_PORT"] = $"{port}" }),
            $"http://127.0.0.1:{port}");
        await zipkin.Client.WaitUntilHealthyAsync();
        return zipkin;
    }

    public void Dispose()
    {
        Client.Dispose();
        _java.Dispose();
    }
}
