using System.Globalization;
using System.Text.Json;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>
/// Shows the memory of .NET's heap (Envoy's <c>envoy.admin.v3.Memory</c>). Envoy's <c>pageheap_unmapped</c> and <c>total_thread_cache</c> are
/// of its allocator and have no counterpart.
/// </summary>
internal sealed class MemoryCommand() : AdminCommand("/memory", "print current allocation/heap usage")
{
    public override Task RunAsync(AdminRequest request) => request.RespondAsync(Write);

    private static void Write(Utf8JsonWriter json)
    {
        // What is known of the heap's size is that of the last collection; before the first, nothing is.
        var heap = GC.GetGCMemoryInfo();
        var allocated = GC.GetTotalMemory(forceFullCollection: false);
        json.WriteStartObject();
        Write("allocated", allocated);
        Write("heap_size", Math.Max(allocated, heap.TotalCommittedBytes));
        Write("pageheap_free", heap.FragmentedBytes);
        Write("total_physical_bytes", Environment.WorkingSet);
        json.WriteEndObject();

        // The JSON mapping of Protocol Buffers writes 64-bit numbers as strings.
        void Write(string name, long bytes) => json.WriteString(name, bytes.ToString(CultureInfo.InvariantCulture));
    }
}
