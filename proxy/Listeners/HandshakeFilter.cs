using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Makes the kernel ignore new handshakes at a listening socket, on Linux. When a listening socket is closed, the kernel resets the
/// connections that are established but not accepted, and clients may have sent requests on them. With the filter no more can be
/// established; a client that tries repeats its handshake a second later, and is refused then, or reaches the next process on the port.
/// </summary>
internal static class HandshakeFilter
{
    private const int SolSocket = 1;
    private const int SoAttachFilter = 26;

    // The instructions of a classic BPF program, which gets a segment from the beginning of its TCP header. It drops those with SYN and
    // without ACK: load the byte of the flags, keep these two, compare with SYN, then drop or accept.
    private static readonly Instruction[] DropHandshakes =
    [
        new(0x30, 0, 0, 13),
        new(0x54, 0, 0, 0x12),
        new(0x15, 0, 1, 0x02),
        new(0x06, 0, 0, 0),
        new(0x06, 0, 0, uint.MaxValue),
    ];

    /// <summary>Attaches the filter. Without it, such as on other systems, the listener only closes less gently.</summary>
    public static void Attach(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var program = GCHandle.Alloc(DropHandshakes, GCHandleType.Pinned);
        try
        {
            var filter = new Filter((ushort)DropHandshakes.Length, program.AddrOfPinnedObject());
            socket.SetRawSocketOption(SolSocket, SoAttachFilter, MemoryMarshal.AsBytes(new ReadOnlySpan<Filter>(in filter)));
        }
        catch (SocketException)
        {
            // A sandbox may not allow filters.
        }
        finally
        {
            program.Free();
        }
    }

    // struct sock_filter
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

    // struct sock_fprog
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Filter(ushort Length, nint Instructions);
}
